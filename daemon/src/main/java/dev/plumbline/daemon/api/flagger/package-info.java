/**
 * The webhooks of Flagger: {@code POST /flagger/gate} for confirm-traffic-increase and confirm-promotion, {@code /flagger/rollback}, and
 * {@code /flagger/event}. Flagger goes by the status: 200 to 202 is yes, everything else no, and of a 4xx it shows the body in the
 * canary's events; so that every no is a 4xx with one line of reason, never a 5xx, whose text it loses.
 * {@link dev.plumbline.daemon.api.flagger.FlaggerHooks} maps Flagger's words to a question at the gate; what events say about
 * weights is kept in documents, so that a restart does not forget the stage. Sees the gate and the documents port.
 */
@NullMarked
package dev.plumbline.daemon.api.flagger;

import org.jspecify.annotations.NullMarked;
