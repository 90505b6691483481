package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.ApiToken.Scope;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Scalars;
import dev.plumbline.daemon.config.yaml.YamlDocument;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.model.PlumblineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the section auth and the tokens file, a list of {name, token | token_file | sha256, scopes}. */
final class AuthSection {
    private static final Map<String, Scope> SCOPES =
            Arrays.stream(Scope.values()).collect(Collectors.toUnmodifiableMap(Scope::key, Function.identity()));

    private AuthSection() {}

    static PlumblineConfig.@Nullable AuthConfig read(LoadContext context, MappingReader root) {
        if (!root.has("auth")) {
            return null;
        }
        MappingReader r = root.mapping("auth");
        Path file = context.path(r, "tokens_file");
        r.finish();
        if (file == null) {
            r.error("tokens_file", "auth needs a tokens_file");
            return null;
        }
        if (!Files.isRegularFile(file)) {
            r.error("tokens_file", "there is no file " + file);
            return null;
        }
        return new PlumblineConfig.AuthConfig(file, tokens(context.in(file), file));
    }

    private static List<ApiToken> tokens(LoadContext context, Path file) {
        var tokens = new ArrayList<ApiToken>();
        YamlNode root = YamlDocument.read(file, context.problems());
        if (!(root instanceof YamlNode.Sequence sequence)) {
            if (root != null) {
                context.problems().error(root.at(), "a tokens file must be a list of {name, token | token_file | sha256, scopes}, not " + root.kind());
            }
            return tokens;
        }
        for (YamlNode item : sequence.items()) {
            ApiToken token = token(context, MappingReader.of(item, "the tokens file", context.problems()));
            if (tokens.stream().anyMatch(t -> t.name().equals(token.name()))) {
                context.problems().error(item.at(), "the name \"" + token.name() + "\" is given twice");
            }
            tokens.add(token);
        }
        return tokens;
    }

    private static ApiToken token(LoadContext context, MappingReader r) {
        List<String> ways = Stream.of("token", "token_file", "sha256").filter(r::has).toList();
        if (ways.size() != 1) {
            context.problems().error(r.at(), "exactly one of token, token_file and sha256 must be given");
        }
        String name = r.string("name", "");
        if (name.isEmpty()) {
            r.error("name", "a token needs a name");
        }
        var token = new ApiToken(name, digest(context, r), scopes(r));
        r.finish();
        return token;
    }

    private static String digest(LoadContext context, MappingReader r) {
        String sha256 = r.string("sha256", "");
        if (!sha256.isEmpty()) {
            if (!sha256.matches("[0-9a-fA-F]{64}")) {
                r.error("sha256", "sha256 must be 64 hexadecimal digits");
            }
            return sha256;
        }
        Secret secret = context.secret(r, "token", "token_file");
        try {
            String token = secret == null ? "" : secret.reveal();
            if (token.isEmpty() && (r.has("token") || r.has("token_file"))) {
                r.error(r.has("token") ? "token" : "token_file", "the token is empty");
            }
            return ApiToken.digest(token);
        } catch (PlumblineException e) {
            r.error("token_file", e.getMessage());
            return "";
        }
    }

    private static Set<Scope> scopes(MappingReader r) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (YamlNode item : r.items("scopes")) {
            Scope scope = SCOPES.get(String.valueOf(Scalars.text(item, "a scope", r.problems())));
            if (scope == null) {
                r.problems().error(item.at(), "a scope must be one of admin, gate, read, write, not " + item.kind());
            } else {
                scopes.add(scope);
            }
        }
        if (r.items("scopes").isEmpty()) {
            r.error("scopes", "a token needs scopes: some of read, gate, write, admin");
        }
        return scopes;
    }
}
