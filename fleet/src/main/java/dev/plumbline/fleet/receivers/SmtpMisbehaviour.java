package dev.plumbline.fleet.receivers;

/**
 * What the mail server does on one connection when a step is reached. Steps: {@code CONNECT} (the greeting), {@code EHLO},
 * {@code STARTTLS}, {@code AUTH}, {@code MAIL}, {@code RCPT}, {@code DATA}, and {@code MESSAGE}, the end of the message.
 */
public sealed interface SmtpMisbehaviour {

    /** Where it happens. */
    String step();

    /** An answer of the given code, from 400 to 599. */
    record Refuse(String step, int code, String text) implements SmtpMisbehaviour {}

    /** The connection ends without an answer. */
    record HangUp(String step) implements SmtpMisbehaviour {}

    /** The message is taken and the connection ended without an answer: the client cannot know. */
    record HangUpAfterAccepting() implements SmtpMisbehaviour {
        @Override
        public String step() {
            return "MESSAGE";
        }
    }

    /** No answer, ever. */
    record Silence(String step) implements SmtpMisbehaviour {}

    /** This connection is treated well: a pause in a script. */
    record Behave() implements SmtpMisbehaviour {
        @Override
        public String step() {
            return "";
        }
    }
}
