package dev.plumbline.fleet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The fleet stands for foreign programs: it shares no code with what watches it. */
@AnalyzeClasses(packages = "dev.plumbline.fleet", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule plainJavaAlone = classes().should().onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax.net..", "javax.crypto..", "dev.plumbline.fleet..", "org.jspecify.annotations..");
}
