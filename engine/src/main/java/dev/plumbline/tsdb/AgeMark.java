package dev.plumbline.tsdb;

/**
 * What a block knows of its ageing, so that nobody has to look into it.
 *
 * @param rules the number of the rules that this is about ({@link RetentionRules#number}); 0: nobody has looked
 * @param dueMillis when the next age is reached for one of its series: when the newest sample of the store is later. {@code Long.MAX_VALUE}: never
 */
record AgeMark(long rules, long dueMillis) {
    static final AgeMark NONE = new AgeMark(0, Long.MAX_VALUE);
}
