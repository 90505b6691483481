package dev.plumbline.daemon.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.PlumblineException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppKeyTest {
    private static final long NOW = 1_790_000_000_500L;

    private static KeyPair pair(int bits) throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static void verify(KeyPair pair, String token) throws Exception {
        String[] parts = token.split("\\.", -1);
        assertThat(parts).hasSize(3);
        assertThat(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8)).isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
        assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .isEqualTo("{\"iat\":1789999940,\"exp\":1790000540,\"iss\":\"Iv1.abc\"}");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(pair.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2048, 4096})
    void signsWithBothFormsOfAKey(int bits) throws Exception {
        KeyPair pair = pair(bits);
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        verify(pair, AppKey.token("Iv1.abc", pem("PRIVATE KEY", pkcs8), NOW));
        int inner = 26; // header, version, algorithm, and the octet string's header with lengths of two bytes
        verify(pair, AppKey.token("Iv1.abc", pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, inner, pkcs8.length)), NOW));
    }

    @Test
    void anythingElseIsNoKey() throws Exception {
        byte[] ec = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate().getEncoded();
        for (String wrong : new String[] {"", "secret", pem("PRIVATE KEY", ec), pem("RSA PRIVATE KEY", new byte[] {1, 2, 3}),
            "-----BEGIN PRIVATE KEY-----\n###\n-----END PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----\nAAAA"}) {
            assertThatThrownBy(() -> AppKey.token("1", wrong, NOW)).as(wrong).isInstanceOf(PlumblineException.class)
                    .hasMessageContaining("github.private_key is no RSA key").hasNoCause();
        }
    }
}
