package dev.dashline.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.dashline.ingest", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule WHAT_DECIDES_IS_PURE = noClasses()
            .that()
            .resideInAnyPackage("..ingest.video..", "..ingest.request..", "..ingest.access..", "..ingest.telemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..", "io.javalin..", "java.nio.file..", "java.net.http..", "..ingest.http..");

    @ArchTest
    static final ArchRule THE_API_AND_WHAT_IT_SHOWS_KNOW_NO_KAFKA = noClasses()
            .that()
            .resideInAnyPackage(
                    "..ingest.http..", "..ingest.stream", "..ingest.upload", "..ingest.view", "..ingest.webhook")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule NOTHING_HERE_READS_A_SOURCE = noClasses()
            .that()
            .resideOutsideOfPackages("..ingest.upload", "..ingest.staged") // which are given stores of nothing else
            .should()
            .dependOnClassesThat()
            .haveSimpleName("ObjectStore")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.http.HttpClient");
}
