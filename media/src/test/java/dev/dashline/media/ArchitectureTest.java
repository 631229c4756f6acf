package dev.dashline.media;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;

@AnalyzeClasses(packages = "dev.dashline.media", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule IT_KNOWS_NO_OTHER_MODULE = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("dev.dashline..").and(not(resideInAPackage("dev.dashline.media.."))));

    @ArchTest
    static final ArchRule IT_KNOWS_NO_KAFKA_NO_AVRO_AND_NO_STORE =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.apache..", "com.google..");

    @ArchTest
    static final ArchRule WHAT_COMPUTES_TOUCHES_NO_FILES = noClasses()
            .that()
            .resideInAnyPackage(
                    "..plan..",
                    "..colour..",
                    "..sound..",
                    "..rate..",
                    "..report..",
                    "..note..",
                    "..profile..",
                    "..manifest..",
                    "..cmaf..",
                    "..text..",
                    "..thumbnail..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.nio.channels..");

    @ArchTest
    static final ArchRule COMMANDS_NAME_FILES_AND_TOUCH_NONE = noClasses()
            .that()
            .resideInAPackage("..command..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Files.class);

    @ArchTest
    static final ArchRule WHAT_COMPUTES_RUNS_NO_PROGRAMS = noClasses()
            .that()
            .resideInAnyPackage(
                    "..plan..",
                    "..colour..",
                    "..sound..",
                    "..rate..",
                    "..report..",
                    "..note..",
                    "..profile..",
                    "..command..",
                    "..manifest..",
                    "..cmaf..",
                    "..text..",
                    "..thumbnail..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..media.ffmpeg..", "..media.ffprobe..", "..media.probe..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Process.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class);

    @ArchTest
    static final ArchRule THREADS_ARE_THE_CALLERS = noClasses()
            .should()
            .callConstructorWhere(targetOwner(assignableTo(Thread.class)))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Executors.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ForkJoinPool.class)
            .orShould()
            .callMethod(CompletableFuture.class, "runAsync", Runnable.class);

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.dashline.media.(*)..").should().beFreeOfCycles();
}
