package dev.plumbline.daemon.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShownYamlTest {

    private static String shown(String yaml) {
        return ShownYaml.print(parse(yaml));
    }

    private static YamlNode parse(String yaml) {
        return Objects.requireNonNull(YamlDocument.parse("test", yaml, new Problems()), yaml);
    }

    @Test
    void printsTheTreeWithoutComments() {
        assertThat(shown("""
                # a comment
                global: {scrape_interval: 15s}
                scrape_configs:
                - job_name: "node"   # another
                  static_configs: [{targets: ['a:80', b:80], labels: {}}]
                  none: null
                """)).isEqualTo("""
                global:
                  scrape_interval: 15s
                scrape_configs:
                - job_name: "node"
                  static_configs:
                  - targets:
                    - "a:80"
                    - b:80
                    labels: {}
                  none: null
                """);
    }

    @Test
    void hidesWhatOpensDoors() {
        String text = shown("""
                basic_auth: {username: me, password: hunter2, password_file: /etc/pw}
                authorization: {type: Bearer, credentials: hunter2}
                oauth2: {client_id: id, client_secret: hunter2, token_url: 'http://me:hunter2@x/t'}
                http_headers: {X-Key: {secrets: [hunter2, hunter2]}}
                slack_api_url: https://hooks.example/hunter2
                routing_key: hunter2
                smtp_auth_password: |
                  hunter2
                """);
        assertThat(text).doesNotContain("hunter2").contains("username: me", "/etc/pw", "client_id: id",
                "\"http://me:<secret>@x/t\"", "password: <secret>", "- <secret>");
    }

    @Test
    void readsBackAsTheSameTree() {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 300; i++) {
            String yaml = mapping(random, 0);
            String once = shown(yaml);
            assertThat(shown(once)).as(yaml).isEqualTo(once);
        }
    }

    private static String mapping(SplittableRandom random, int depth) {
        var out = new StringBuilder("{");
        int size = 1 + random.nextInt(4);
        for (int i = 0; i < size; i++) {
            out.append(i == 0 ? "" : ", ").append("k").append(i).append(": ").append(value(random, depth + 1));
        }
        return out.append('}').toString();
    }

    private static String value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 3 ? 5 : 7)) {
            case 0 -> "plain" + random.nextInt(100);
            case 1 -> "'it''s: # \"quoted\" - " + random.nextInt(100) + "'";
            case 2 -> "\"tab\\t line\\n \\\\ \\x01\"";
            case 3 -> "null";
            case 4 -> "[]";
            case 5 -> "[" + value(random, depth + 1) + ", " + value(random, depth + 1) + "]";
            default -> mapping(random, depth);
        };
    }
}
