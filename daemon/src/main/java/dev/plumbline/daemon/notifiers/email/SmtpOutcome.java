package dev.plumbline.daemon.notifiers.email;

import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Delivery.FailureReason;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * What a failure means. Before the mail is offered (connecting, TLS, login) everything is worth another try: it says nothing
 * about the mail, and whoever mends the server or the account has the page then. Once it is offered, a code from 400 to 499 or
 * a broken connection is worth another try, and a code from 500 on is final: no such mailbox, too large, refused as it is. A
 * mail that some recipients got is delivered, since another try would reach them twice.
 */
final class SmtpOutcome {
    private SmtpOutcome() {}

    /** A failure before the mail was offered. */
    static Delivery beforeMail(String detail) {
        return new Delivery.Retry(FailureReason.DEFAULT, detail, 0);
    }

    /** A failure from the sender's address to the end of the mail. */
    static Delivery ofMail(MessagingException failure) {
        if (failure instanceof SendFailedException partial && count(partial.getValidSentAddresses()) > 0) {
            int refused = count(partial.getInvalidAddresses()) + count(partial.getValidUnsentAddresses());
            return new Delivery.Delivered("taken for " + count(partial.getValidSentAddresses()) + " recipients, refused for "
                    + refused + ": " + said(failure));
        }
        List<Integer> codes = codes(failure);
        boolean refused = !codes.isEmpty() && codes.stream().allMatch(code -> code / 100 == 5);
        if (refused) {
            return new Delivery.Failed(FailureReason.CLIENT_ERROR, said(failure));
        }
        return new Delivery.Retry(codes.isEmpty() ? FailureReason.DEFAULT : FailureReason.SERVER_ERROR, said(failure), 0);
    }

    private static int count(Address[] addresses) {
        return addresses == null ? 0 : addresses.length;
    }

    /** What the server answered to each step that failed. */
    private static List<Integer> codes(MessagingException failure) {
        var codes = new ArrayList<Integer>();
        for (Exception e = failure; e != null; e = e instanceof MessagingException m ? m.getNextException() : null) {
            int code = switch (e) {
                case SMTPAddressFailedException refused -> refused.getReturnCode();
                case SMTPSenderFailedException refused -> refused.getReturnCode();
                case SMTPSendFailedException refused -> refused.getReturnCode();
                default -> -1;
            };
            if (code >= 400) {
                codes.add(code);
            }
        }
        return codes;
    }

    /** The messages of the chain. */
    static String said(Exception failure) {
        var text = new StringBuilder(String.valueOf(failure.getMessage()).strip());
        Exception next = failure instanceof MessagingException m ? m.getNextException() : null;
        for (; next != null; next = next instanceof MessagingException m ? m.getNextException() : null) {
            text.append("; ").append(String.valueOf(next.getMessage()).strip());
        }
        return text.toString();
    }
}
