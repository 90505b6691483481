package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.canary.EventInterval;
import java.util.List;

/** A way to decide while minutes come in. One object for one run; a new kind of judge joins the table by implementing this. */
interface Rule {

    /** What a rule says after a minute. */
    enum Answer { OPEN, FAIL, PASS }

    /** After one more minute, {@code minute} from 1 to 60; called in order until it is not open any more. */
    Answer look(EventInterval interval, int minute);

    /** Makes the rule of one run. */
    interface Factory {
        /** @param before minutes of the baseline before the release */
        Rule start(List<EventInterval> before);
    }
}
