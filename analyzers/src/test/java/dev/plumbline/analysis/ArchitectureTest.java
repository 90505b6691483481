package dev.plumbline.analysis;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Serializable;
import java.time.Instant;

/** A decision is a pure function: no clock, no disk, no network, no threads, no randomness of its own. */
@AnalyzeClasses(packages = "dev.plumbline.analysis", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule pure = noClasses().should().dependOnClassesThat().resideInAnyPackage(
                    "dev.plumbline.time..", "dev.plumbline.tsdb..", "dev.plumbline.daemon..", "dev.plumbline.fleet..",
                    "java.nio.file..", "java.nio.channels..", "java.net..", "java.util.concurrent..", "java.sql..", "io.micronaut..",
                    "org.slf4j..")
            .because("a verdict is replayed from its records").allowEmptyShould(true);

    @ArchTest
    static final ArchRule noStreamsAndFiles = noClasses().should().dependOnClassesThat(
                    resideInAPackage("java.io..")
                            .and(not(
                                    type(Serializable.class))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noClock = noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.time.Clock")
            .orShould().callMethod(System.class, "nanoTime").orShould().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(Instant.class, "now").orShould().callMethod(Math.class, "random")
            .because("time is data here").allowEmptyShould(true);

    @ArchTest
    static final ArchRule seamKnowsNoJudges = noClasses().that().resideInAPackage("dev.plumbline.analysis.canary..").should().dependOnClassesThat()
            .resideInAnyPackage("dev.plumbline.analysis.kayenta..", "dev.plumbline.analysis.argo..", "dev.plumbline.analysis.keptn..")
            .because("judges of published contracts stand beside the seam");

    @ArchTest
    static final ArchRule noCycles = slices().matching("dev.plumbline.analysis.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noThreads = noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.lang.Thread")
            .allowEmptyShould(true);
}
