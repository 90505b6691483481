package dev.plumbline.daemon.backup;

/** Told now and then how far a copy is. */
@FunctionalInterface
public interface Progress {
    /** For who does not want to know. */
    Progress NONE = (what, done, all) -> {};

    /**
     * @param what is being done, such as "copying"
     * @param done bytes
     * @param all bytes there are to do
     */
    void at(String what, long done, long all);
}
