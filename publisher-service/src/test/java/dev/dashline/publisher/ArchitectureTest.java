package dev.dashline.publisher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import org.apache.kafka.streams.Topology;

@AnalyzeClasses(packages = "dev.dashline.publisher", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule domainAndPoolKnowNoKafka = noClasses()
            .that()
            .resideInAnyPackage(
                    "..publisher.publication..", "..publisher.forecast..", "..publisher.pool..", "..publisher.store..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule domainDoesNoIo = noClasses()
            .that()
            .resideInAPackage("..publisher.publication..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.nio..",
                    "..runtime..",
                    "..publisher.forecast..",
                    "..publisher.pool..",
                    "..publisher.store..");

    @ArchTest
    static final ArchRule forecastsAreCalculatedOnly = noClasses()
            .that()
            .resideInAPackage("..publisher.forecast..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.nio..",
                    "java.util.concurrent..",
                    "org.slf4j..",
                    "..publisher.pool..",
                    "..publisher.store..");

    /** Threads, clock and logs are for its runner. */
    @ArchTest
    static final ArchRule thePoolOnlyDecides = noClasses()
            .that()
            .haveNameMatching(
                    ".*\\.pool\\.(PublisherPool|Pool(Sizing|Forecast|Effect)|OpenOrders|PooledPublisher|StartBackoff).*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio..", "java.util.concurrent..", "org.slf4j..", "..runtime..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, Thread.class);

    @ArchTest
    static final ArchRule onlyTheTopologyBuildsOne = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Topology")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Topology.class);
}
