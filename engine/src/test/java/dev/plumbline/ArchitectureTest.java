package dev.plumbline;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.plumbline.promql.Engine;

/** What may depend on what inside the engine: time, model &lt;- storage &lt;- tsdb, and storage &lt;- promql &lt;- rules. */
@AnalyzeClasses(packages = "dev.plumbline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.plumbline.";
    private static final String LANGUAGE = ROOT + "promql";
    /** The root package of the language without its entry point. */
    private static final DescribedPredicate<JavaClass> CONTRACT = resideInAPackage(LANGUAGE)
            .and(not(belongToAnyOf(Engine.class))).as("values, errors and settings of the language");

    @ArchTest
    static final ArchRule timeSeesNothing = sees("time");

    @ArchTest
    static final ArchRule modelSeesNothing = sees("model");

    @ArchTest
    static final ArchRule expositionSeesOnlyTheModelAndTheWire = sees("exposition", "model", "wire");

    @ArchTest
    static final ArchRule wireSeesOnlyTheModel = sees("wire", "model");

    @ArchTest
    static final ArchRule chunksSeeOnlyTheModel = sees("prometheuschunk", "model");

    @ArchTest
    static final ArchRule foreignDataSeesNoStore = sees("prometheusdata", "model", "storage", "prometheuschunk", "wire");

    @ArchTest
    static final ArchRule storageSeesOnlyTheModel = sees("storage", "model");

    @ArchTest
    static final ArchRule tsdbNeverSeesTheLanguage = sees("tsdb", "model", "time", "storage");

    @ArchTest
    static final ArchRule promqlNeverSeesAStore = sees("promql", "model", "time", "storage");

    @ArchTest
    static final ArchRule templatesSeeOnlyTheModel = sees("template", "model", "time");

    @ArchTest
    static final ArchRule rulesSeeTheLanguageAndNoStore = sees("rules", "model", "time", "storage", "promql", "template",
            "documents");

    @ArchTest
    static final ArchRule documentsSeeOnlyTheModel = sees("documents", "model", "time");

    @ArchTest
    static final ArchRule noCycles = slices().matching("dev.plumbline.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    /** Inside the templates: value below text and parse, text below html, these below the root, the function sets on top. */
    @ArchTest
    static final ArchRule templateValuesSeeNothing = seesInTemplates("value");

    @ArchTest
    static final ArchRule templateTextSeesOnlyValues = seesInTemplates("text", "value");

    @ArchTest
    static final ArchRule templateParserSeesOnlyValues = seesInTemplates("parse", "value");

    @ArchTest
    static final ArchRule templateHtmlSeesOnlyText = seesInTemplates("html", "value", "text");

    @ArchTest
    static final ArchRule languageOfTemplatesSeesNoFunctionSet = noClasses().that().resideInAPackage(ROOT + "template")
            .should().dependOnClassesThat().resideInAnyPackage(ROOT + "template.prometheus..", ROOT + "template.alertmanager..");

    @ArchTest
    static final ArchRule functionSetsSeeNotEachOther = noClasses().that().resideInAPackage(ROOT + "template.prometheus..")
            .should().dependOnClassesThat().resideInAPackage(ROOT + "template.alertmanager..");

    /** Inside the language, ast &lt;- parser and function &lt;- eval &lt;- Engine; what askers hold (values, errors, settings) is below them. */
    @ArchTest
    static final ArchRule languageTreeSeesNothing = seesInLanguage(inPackage("ast"));

    @ArchTest
    static final ArchRule languageFunctionsSeeNothing = seesInLanguage(inPackage("function"));

    @ArchTest
    static final ArchRule languageContractSeesOnlyTheTree = seesInLanguage(CONTRACT, inPackage("ast"));

    @ArchTest
    static final ArchRule parserSeesTheTreeAndTheContract = seesInLanguage(inPackage("parser"), inPackage("ast"), CONTRACT);

    @ArchTest
    static final ArchRule evaluationNeverSeesTheParserOrTheEngine =
            seesInLanguage(inPackage("eval"), inPackage("ast"), inPackage("function"), CONTRACT);

    @ArchTest
    static final ArchRule keptResultsSeeTheEngineAndTheTree = seesInLanguage(inPackage("cache"), inPackage("ast"), resideInAPackage(LANGUAGE));

    /** The cycle check takes the language as one slice; this says that the rules above leave out no package of it. */
    @ArchTest
    static final ArchRule everyPackageOfTheLanguageHasAPlace = classes().that().resideInAPackage(LANGUAGE + "..")
            .should().resideInAnyPackage(LANGUAGE, LANGUAGE + ".ast..", LANGUAGE + ".function..", LANGUAGE + ".parser..",
                    LANGUAGE + ".eval..", LANGUAGE + ".cache..");

    @ArchTest
    static final ArchRule plainJava = noClasses().should().dependOnClassesThat().resideInAnyPackage(
                    "java.net.http..", "com.sun.net.httpserver..", "io.micronaut..", "io.netty..", "org.slf4j..", "java.sql..",
                    "javax.net..", "dev.plumbline.analysis..", "dev.plumbline.daemon..", "dev.plumbline.fleet..")
            .because("the engine is plain Java: no framework, no HTTP, and nothing of what stands on it").allowEmptyShould(true);

    @ArchTest
    static final ArchRule regularExpressionsOfUsersAreRe2 = noClasses().that()
            .resideInAnyPackage(ROOT + "model..", ROOT + "promql..", ROOT + "tsdb..", ROOT + "storage..", ROOT + "template..")
            .should().dependOnClassesThat().haveFullyQualifiedName("java.util.regex.Matcher")
            .because("java.util.regex can be made to run for ever").allowEmptyShould(true);

    private static DescribedPredicate<JavaClass> inPackage(String part) {
        return resideInAPackage(LANGUAGE + "." + part + "..");
    }

    /** Classes of a part of the language see, of the language, only that part and the given ones. */
    @SafeVarargs
    private static ArchRule seesInLanguage(DescribedPredicate<JavaClass> part, DescribedPredicate<JavaClass>... others) {
        DescribedPredicate<JavaClass> allowed = part;
        for (var other : others) {
            allowed = allowed.or(other);
        }
        return noClasses().that(part).should().dependOnClassesThat(resideInAPackage(LANGUAGE + "..").and(not(allowed)));
    }

    /** Classes of a part of the templates see, of the templates, only that part and the given ones. */
    private static ArchRule seesInTemplates(String part, String... others) {
        String[] allowed = new String[others.length + 1];
        for (int i = 0; i < others.length; i++) {
            allowed[i] = ROOT + "template." + others[i] + "..";
        }
        allowed[others.length] = ROOT + "template." + part + "..";
        return noClasses().that().resideInAPackage(ROOT + "template." + part + "..").should().dependOnClassesThat(
                resideInAPackage(ROOT + "template..").and(resideOutsideOfPackages(allowed)));
    }

    /** Classes of a part see, of the product, only that part and the given ones. */
    private static ArchRule sees(String part, String... others) {
        String[] allowed = new String[others.length + 1];
        for (int i = 0; i < others.length; i++) {
            allowed[i] = ROOT + others[i] + "..";
        }
        allowed[others.length] = ROOT + part + "..";
        return noClasses().that().resideInAPackage(ROOT + part + "..")
                .should().dependOnClassesThat(resideInAPackage("dev.plumbline..")
                        .and(resideOutsideOfPackages(allowed)))
                .allowEmptyShould(true);
    }
}
