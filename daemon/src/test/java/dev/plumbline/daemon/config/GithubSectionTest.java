package dev.plumbline.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.GithubConfig.Rule;
import dev.plumbline.daemon.config.GithubConfig.Version;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GithubSectionTest extends SectionLoading {
    private static final String WHOLE = """
            github:
              app_id: 4711
              private_key: '${env:KEY}'
              webhook_secret: hush
              rules:
              - {repository: acme/checkout, environment: production, service: checkout, namespace: shop, stage: '25', policy: web, stable: old, version: ref}
              - {repository: acme/checkout, environment: staging, service: checkout}
            """;

    private @Nullable GithubConfig read(String text) {
        return section(load(text), PlumblineConfig::github);
    }

    private GithubConfig config(String text) {
        return Objects.requireNonNull(read(text));
    }

    @Test
    void isReadWithItsDefaults() {
        GithubConfig config = config(WHOLE);
        assertThat(config.appId()).isEqualTo("4711");
        assertThat(config.privateKey()).isEqualTo(Secret.of("secret"));
        assertThat(config.webhookSecret()).isEqualTo(Secret.of("hush"));
        assertThat(config.apiUrl()).isEqualTo(URI.create("https://api.github.com"));
        assertThat(config.http().followRedirects()).isFalse();
        assertThat(config.rules()).containsExactly(
                new Rule("acme/checkout", "production", "checkout", "shop", "old", "25", "web", Version.REF),
                new Rule("acme/checkout", "staging", "checkout", "", "", "", "", Version.SHA));
        assertThat(config.rule("Acme/Checkout", "Staging")).hasValue(config.rules().getLast());
        assertThat(config.rule("acme/checkout", "test")).isEmpty();
        assertThat(read("global: {}\n")).isNull();
    }

    @Test
    void anotherApiAndFiles() {
        GithubConfig config = config(WHOLE.replace("private_key: '${env:KEY}'", "private_key_file: app.pem\n  api_url: https://github.acme.example/api/v3/"));
        assertThat(config.apiUrl()).isEqualTo(URI.create("https://github.acme.example/api/v3"));
        assertThat(config.privateKey()).isInstanceOf(Secret.InFile.class).hasToString("<secret>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            app_id: 4711                        | app_id: ''                    | 2:11: github needs an app_id
            private_key: '${env:KEY}'           | private_key: ''               | 3:16: github needs private_key_file or private_key, the app's RSA key in PEM
            webhook_secret: hush                | api_url: x                    | github needs webhook_secret_file or webhook_secret
            repository: acme/checkout           | repository: checkout          | 6:18: repository must be owner/name, not "checkout"
            environment: production             | environment: ''               | 6:46: a rule needs an environment
            environment: staging                | environment: Production       | 7:5: there is a rule for environment "Production" of acme/checkout already
            service: checkout,                  | namespaces: x,                | unknown key "namespaces" in a rule of github: did you mean "namespace"?
            service: checkout,                  | service: '',                  | a rule needs a service
            version: ref                        | version: tag                  | version must be one of ref, sha, not "tag"
            app_id: 4711                        | token: x                      | unknown key "token" in github
            """)
    void everyProblemHasItsPlace(String right, String wrong, String message) {
        assertThat(problems(load(WHOLE.replace(right, wrong)))).anySatisfy(p -> assertThat(p).contains(message));
    }

    @Test
    void rulesAndAPlainAddressAreNeeded() {
        assertThat(problems(load("github: {app_id: 1, private_key: k, webhook_secret: s}\n"))).singleElement().asString().contains("github needs rules");
        assertThat(problems(load(WHOLE.replace("hush", "hush\n  api_url: https://u:p@x.example/?q"))))
                .anySatisfy(p -> assertThat(p).contains("cannot have a user, a query or a fragment"));
        assertThat(List.of(problems(load(WHOLE.replace("hush", "hush\n  api_url: ftp://x"))))).isNotEmpty();
    }
}
