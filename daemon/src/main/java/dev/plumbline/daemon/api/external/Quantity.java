package dev.plumbline.daemon.api.external;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as Kubernetes' quantities ({@code k8s.io/apimachinery/pkg/api/resource}): whole, or in thousandths with an {@code m}. */
final class Quantity {
    private static final int DECIMALS = 3;

    private Quantity() {}

    /** The canonical form, rounded up to thousandths as Kubernetes does; the number must be finite. */
    static String of(double value) {
        BigDecimal exact = BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.UP);
        BigDecimal thousandths = exact.movePointRight(DECIMALS).setScale(0, RoundingMode.UNNECESSARY);
        boolean whole = exact.stripTrailingZeros().scale() <= 0;
        return whole ? exact.setScale(0, RoundingMode.UNNECESSARY).toPlainString() : thousandths.toPlainString() + "m";
    }
}
