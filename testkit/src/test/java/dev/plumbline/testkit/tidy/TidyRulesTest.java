package dev.plumbline.testkit.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules find what they are for, and nothing else. */
class TidyRulesTest {
    private static final String MAIN = "engine/src/main/java/dev/plumbline/x/";

    private static SourceFile source(String name, String text) {
        return SourceFile.of(MAIN + name, text);
    }

    @Test
    void codeIsWhatIsLeftWithoutCommentsAndLiterals() {
        String text = "a(\"b { \\\" c\", 'd', '\\'') // e {\n/* f\n{ */ g \"\"\"\n h \"i\" {\n\"\"\" + j";
        assertThat(SourceFile.of("X.java", text).code()).hasSameSizeAs(text).hasLineCount(5)
                .doesNotContain("b", "c", "d", "e", "f", "h", "i", "{").contains("a(", "g", "+ j");
    }

    @Test
    void methodsAreFoundAndStatementsAreNot() {
        var methods = source("X.java", """
                class X<T> extends Y {
                    record R(int a, int b) implements Z { R { check(a); } }
                    X(int a) { if (a > 0) { go(); } }
                    @A(x = {1, 2}) Map<K, V> two(Map<K, V> m, @B({1, 2}) int... n) throws E, F {
                        for (var e : m) { new G(1) { void three(int a, int b, int c) { } }; }
                        switch (n) { case 1 -> { } }
                        m.forEach((k, v) -> { try (k) { } catch (E e) { } });
                        return new int[] {1};
                    }
                    abstract void none(int a);
                }
                """).methods();
        assertThat(methods).extracting(MethodSize::name).containsExactly("X", "two", "three");
        assertThat(methods).extracting(MethodSize::parameters).containsExactly(1, 2, 3);
        assertThat(methods).extracting(MethodSize::lines).containsExactly(1, 6, 1);
    }

    @Test
    void bigMethodsAreNamedUnlessAllowed() {
        var tidy = Tidy.of(List.of(source("X.java", "class X {\nvoid a() {" + "\n".repeat(70) + "}\nvoid b(int p" + ", int q".repeat(6) + ") { }\n}")));
        assertThat(tidy.bigMethods(Set.of())).extracting(Finding::toString).containsExactly(
                MAIN + "X.java:2: a has 71 lines and 0 parameters; at most 70 and 6",
                MAIN + "X.java:73: b has 1 lines and 7 parameters; at most 70 and 6");
        assertThat(tidy.bigMethods(Set.of(MAIN + "X.java#a", MAIN + "X.java#b"))).isEmpty();
    }

    @Test
    void theRatchetHoldsAndMayOnlyShrink() {
        var tidy = Tidy.of(List.of(source("Long.java", "\n".repeat(401)), source("Short.java", "\n".repeat(400)),
                source("Huge.java", "\n".repeat(601))));
        assertThat(tidy.longFiles(Map.of())).hasSize(2);
        assertThat(tidy.longFiles(Map.of(MAIN + "Long.java", 401))).extracting(Finding::file).containsExactly(MAIN + "Huge.java");
        assertThat(tidy.longFiles(Map.of(MAIN + "Long.java", 450, MAIN + "Huge.java", 700))).extracting(Finding::message)
                .containsExactly("601 lines; at most 600", "the ratchet allows more lines than it has: lower or remove its entry",
                        "the ratchet allows more lines than it has: lower or remove its entry");
    }

    @Test
    void theMachinesClockIsFoundInCodeOnlyAndAllowedInTheWiring() {
        String text = "class X { // Instant.now()\n long a = System.nanoTime(); String s = \"Thread.sleep\"; }";
        assertThat(Tidy.of(List.of(source("X.java", text))).machineTime()).extracting(Finding::line).containsExactly(2);
        assertThat(Tidy.of(List.of(SourceFile.of("daemon/src/main/java/dev/plumbline/daemon/Wiring.java", text),
                SourceFile.of("engine/src/main/java/dev/plumbline/time/X.java", text))).machineTime()).isEmpty();
        assertThat(Tidy.of(List.of(SourceFile.of("daemon/src/main/java/dev/plumbline/daemon/api/X.java", text))).machineTime()).hasSize(1);
    }

    @Test
    void namesPrintsAndPackagesAreLookedAt() {
        var tidy = Tidy.of(List.of(source("ChunkUtil.java", "class A { void a() { System.out.println(); } }"), source("NoData.java", "")));
        assertThat(tidy.vagueNames()).extracting(Finding::file).containsExactly(MAIN + "ChunkUtil.java");
        assertThat(tidy.prints()).hasSize(1);
        assertThat(tidy.packagesWithoutPurpose()).hasSize(1);
        var marked = source("package-info.java", "/** X. */ @NullMarked package x;");
        assertThat(Tidy.of(List.of(source("A.java", ""), marked)).packagesWithoutPurpose()).isEmpty();
    }
}
