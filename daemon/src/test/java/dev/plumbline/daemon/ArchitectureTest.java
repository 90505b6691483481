package dev.plumbline.daemon;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** What may depend on what inside the daemon: parts meet through ports, and only the root package wires them. */
@AnalyzeClasses(packages = "dev.plumbline.daemon", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.plumbline.daemon.";
    private static final String[] COLLECTOR_SIDE = {
        "dev.plumbline.time..", "dev.plumbline.model..", "dev.plumbline.storage..", "dev.plumbline.exposition..",
        "dev.plumbline.wire..", ROOT + "config..", ROOT + "relabel.."
    };

    @ArchTest
    static final ArchRule scrapingSeesOnlyThePorts = sees("scrape", ROOT + "discovery..", ROOT + "http..");

    @ArchTest
    static final ArchRule receiversSeeOnlyThePorts = sees("collectors", "dev.plumbline.wire..");

    @ArchTest
    static final ArchRule discoverySeesOnlyThePorts = sees("discovery", ROOT + "kubernetes..");

    @ArchTest
    static final ArchRule clustersSeeOnlyThePorts = sees("kubernetes");

    @ArchTest
    static final ArchRule onlyTheClusterClientKnowsItsLibrary = noClasses().that().resideOutsideOfPackage(ROOT + "kubernetes..")
            .should().dependOnClassesThat().resideInAPackage("io.fabric8..")
            .because("a daemon that watches no cluster must not load it");

    @ArchTest
    static final ArchRule notifiersSeeOnlyMessages = notifiersSee("notifiers", "dev.plumbline.template..", ROOT + "http..");

    @ArchTest
    static final ArchRule httpSeesOnlyItsSettings = notifiersSee("http");

    @ArchTest
    static final ArchRule alertmanagersSeeDiscoveryAndAlerts =
            notifiersSee("alertmanagers", ROOT + "http..", ROOT + "discovery..", ROOT + "relabel..", "dev.plumbline.rules..");

    @ArchTest
    static final ArchRule sendingSeesOnlyThePortsAndItsClient =
            notifiersSee("remotewrite", ROOT + "http..", ROOT + "relabel..", "dev.plumbline.storage..", "dev.plumbline.wire..");

    @ArchTest
    static final ArchRule backupsSeeOnlyWhatTheyCopy = notifiersSee("backup", ROOT + "documents..", "dev.plumbline.tsdb..", "dev.plumbline.storage..");

    @ArchTest
    static final ArchRule heartbeatSeesOnlyWhatItIsTold = notifiersSee("heartbeat", ROOT + "http..");

    @ArchTest
    static final ArchRule queriesSeeOnlyTheLanguage = notifiersSee("queries", "dev.plumbline.promql..");

    @ArchTest
    static final ArchRule theUpstreamSeesTheLanguageAndItsClient = notifiersSee("upstream", "dev.plumbline.promql..", ROOT + "http..");

    @ArchTest
    static final ArchRule verdictsSeeNoCollector = noClasses().that().resideInAPackage(ROOT + "verdicts..")
            .should().dependOnClassesThat().resideInAnyPackage(
                    ROOT + "scrape..", ROOT + "discovery..", "dev.plumbline.tsdb..", "dev.plumbline.exposition..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule rolloutsSeeVerdictsTheClusterAndDocuments = notifiersSee("rollouts", ROOT + "kubernetes..", ROOT + "verdicts..",
            "dev.plumbline.documents..");

    @ArchTest
    static final ArchRule deploymentsSeeTheGateTheirClientAndDocuments = notifiersSee("github", ROOT + "http..", ROOT + "verdicts..",
            "dev.plumbline.analysis..", "dev.plumbline.documents..");

    @ArchTest
    static final ArchRule kayentaSeesJudgesQueriesAndDocuments = notifiersSee("kayenta", "dev.plumbline.analysis..", ROOT + "verdicts..", ROOT + "queries..",
            "dev.plumbline.promql..", "dev.plumbline.storage..", "dev.plumbline.documents..");

    @ArchTest
    static final ArchRule keptnSeesItsJudgeQueriesAndDocuments = notifiersSee("keptn", "dev.plumbline.analysis..", ROOT + "verdicts..", ROOT + "queries..",
            "dev.plumbline.promql..", "dev.plumbline.storage..", "dev.plumbline.documents..");

    @ArchTest
    static final ArchRule configurationStandsAlone = noClasses().that().resideInAPackage(ROOT + "config..")
            .should().dependOnClassesThat().resideInAnyPackage(
                    ROOT + "scrape..", ROOT + "discovery..", ROOT + "verdicts..", ROOT + "alerting..", ROOT + "notifiers..",
                    "dev.plumbline.tsdb..", "io.micronaut..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule configurationOfPartsDoesNotSeeOtherParts = slices().matching(ROOT + "config.(*)..")
            .should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule alertingSeesRulesNotificationsAndDocuments = noClasses().that().resideInAPackage(ROOT + "alerting..")
            .should().dependOnClassesThat().resideInAnyPackage(ROOT + "scrape..", ROOT + "discovery..", ROOT + "verdicts..",
                    ROOT + "telemetry..", "dev.plumbline.tsdb..", "dev.plumbline.promql..", "io.micronaut..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingSeesTheApiOrTheUi = noClasses().that()
            .resideInAPackage(ROOT + "*..").and().resideOutsideOfPackages(ROOT + "api..", ROOT + "ui..")
            .should().dependOnClassesThat().resideInAnyPackage(ROOT + "api..", ROOT + "ui..").allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheRootWires = noClasses().that().resideInAPackage(ROOT + "*..")
            .should().dependOnClassesThat().resideInAPackage("dev.plumbline.daemon").allowEmptyShould(true);

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.plumbline.daemon.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule scrapingUsesItsOwnClient = noClasses().that().resideInAnyPackage(ROOT + "scrape..", ROOT + "discovery..")
            .should().dependOnClassesThat().resideInAPackage("java.net.http..")
            .because("it costs five times as much for a scrape").allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheEmbeddedStoreSeesTheIndexLibrary = noClasses().that().resideOutsideOfPackage(ROOT + "documents.lucene..")
            .should().dependOnClassesThat().resideInAPackage("org.apache.lucene..").allowEmptyShould(true);

    @ArchTest
    static final ArchRule storesOfDocumentsSeeOnlyTheirPort = noClasses().that().resideInAPackage(ROOT + "documents..").should()
            .dependOnClassesThat(resideInAPackage("dev.plumbline..").and(resideOutsideOfPackages(
                    ROOT + "documents..", "dev.plumbline.documents..", "dev.plumbline.model..", "dev.plumbline.time..")))
            .allowEmptyShould(true);

    /** Ways out know their settings and the clock, nothing of what is inside. */
    private static ArchRule notifiersSee(String part, String... others) {
        String[] allowed = Stream.concat(Stream.of(ROOT + part + "..", "dev.plumbline.time..", "dev.plumbline.model..", ROOT + "config.."),
                Arrays.stream(others)).toArray(String[]::new);
        return noClasses().that().resideInAPackage(ROOT + part + "..").should()
                .dependOnClassesThat(resideInAPackage("dev.plumbline..").and(resideOutsideOfPackages(allowed)))
                .allowEmptyShould(true);
    }

    /** Of the product, a collector sees itself, the ports and the given packages. */
    private static ArchRule sees(String part, String... others) {
        String[] allowed = Stream.concat(Stream.of(ROOT + part + ".."),
                Stream.concat(Arrays.stream(COLLECTOR_SIDE), Arrays.stream(others))).toArray(String[]::new);
        return noClasses().that().resideInAPackage(ROOT + part + "..").should()
                .dependOnClassesThat(resideInAPackage("dev.plumbline..").and(resideOutsideOfPackages(allowed)))
                .allowEmptyShould(true);
    }
}
