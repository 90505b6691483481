package dev.plumbline.promql.ast;

/** What an expression yields. */
public enum ValueType {
    SCALAR("scalar"), STRING("string"), VECTOR("vector"), MATRIX("matrix");

    private final String apiName;

    ValueType(String apiName) {
        this.apiName = apiName;
    }

    /** As the HTTP API's {@code resultType}; {@link #description()} is what error texts say. */
    public String apiName() {
        return apiName;
    }

    /** As Prometheus's messages name it: {@code instant vector}, {@code range vector}, {@code scalar}, {@code string}. */
    public String description() {
        return switch (this) {
            case VECTOR -> "instant vector";
            case MATRIX -> "range vector";
            case SCALAR, STRING -> apiName;
        };
    }
}
