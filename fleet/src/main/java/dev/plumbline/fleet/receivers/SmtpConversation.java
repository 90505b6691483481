package dev.plumbline.fleet.receivers;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What a mail server says on one connection. Not thread-safe. */
final class SmtpConversation implements StandInServer.Conversation {
    private static final int MAX_LINE = 8 << 10;
    private static final int MAX_MESSAGE = 4 << 20;
    private static final int MAX_RECIPIENTS = 100;
    private final SmtpStandIn.Options options;
    private final SmtpMisbehaviour misbehaviour;
    private final Consumer<ReceivedMail> taken;
    private final List<String> to = new ArrayList<>();
    private String from = "";
    private String hello = "";
    private String login = "";
    private boolean encrypted;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();

    /** Ends the conversation without another word. */
    private static final class HungUp extends IOException {}

    SmtpConversation(SmtpStandIn.Options options, SmtpMisbehaviour misbehaviour, Consumer<ReceivedMail> taken) {
        this.options = options;
        this.misbehaviour = misbehaviour;
        this.taken = taken;
    }

    @Override
    public void hold(Socket plain, StandInServer server) throws IOException, InterruptedException {
        use(options.tls() == SmtpStandIn.Tls.IMPLICIT ? encrypt(plain) : plain);
        if (behaves("CONNECT", server)) {
            say("220 stand-in ESMTP");
        }
        for (String line = line(); !line.equalsIgnoreCase("QUIT"); line = line()) {
            String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            if (behaves(verb, server)) {
                obey(verb, line, plain, server);
            }
        }
        say("221 bye");
    }

    private void use(Socket socket) throws IOException {
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    private Socket encrypt(Socket plain) throws IOException {
        SelfSigned certificate = options.certificate();
        if (certificate == null) {
            throw new IllegalStateException("TLS without a certificate");
        }
        encrypted = true;
        return certificate.serve(plain);
    }

    /** Whether this step goes as it should; otherwise the misbehaviour has been carried out. */
    private boolean behaves(String step, StandInServer server) throws IOException, InterruptedException {
        if (!misbehaviour.step().equals(step)) {
            return true;
        }
        switch (misbehaviour) {
            case SmtpMisbehaviour.Refuse(String where, int code, String text) -> say(code + " " + text);
            case SmtpMisbehaviour.HangUp(String where) -> throw new HungUp();
            case SmtpMisbehaviour.HangUpAfterAccepting() -> {
                return true;
            }
            case SmtpMisbehaviour.Silence(String where) -> server.waitForClose();
            case SmtpMisbehaviour.Behave() -> throw new IllegalStateException("no step has this name");
        }
        return false;
    }

    private void obey(String verb, String line, Socket plain, StandInServer server) throws IOException, InterruptedException {
        switch (verb) {
            case "EHLO", "HELO" -> greet(line);
            case "STARTTLS" -> startTls(plain);
            case "AUTH" -> authenticate(line.split(" "));
            case "MAIL" -> {
                from = address(line);
                to.clear();
                say("250 ok");
            }
            case "RCPT" -> recipient(line);
            case "DATA" -> data(server);
            case "RSET", "NOOP" -> say("250 ok");
            default -> say("502 not implemented");
        }
    }

    private void greet(String line) throws IOException {
        hello = line.substring(4).strip();
        var offers = new ArrayList<>(List.of("stand-in", "8BITMIME", "SIZE " + MAX_MESSAGE));
        if (options.tls() == SmtpStandIn.Tls.STARTTLS && !encrypted) {
            offers.add("STARTTLS");
        }
        if (!options.mechanisms().isEmpty()) {
            offers.add("AUTH " + String.join(" ", options.mechanisms()));
        }
        for (int i = 0; i < offers.size(); i++) {
            say("250" + (i == offers.size() - 1 ? " " : "-") + offers.get(i));
        }
    }

    private void startTls(Socket plain) throws IOException {
        if (options.tls() != SmtpStandIn.Tls.STARTTLS || encrypted) {
            say("502 not implemented");
            return;
        }
        say("220 go ahead");
        use(encrypt(plain));
    }

    private void authenticate(String[] words) throws IOException {
        String mechanism = words.length < 2 ? "" : words[1].toUpperCase(Locale.ROOT);
        if (!options.mechanisms().contains(mechanism)) {
            say("504 mechanism not supported");
            return;
        }
        var exchange = new SmtpLogin(options.user(), options.password(), question -> {
            say("334 " + question);
            return line();
        });
        if (exchange.accepts(mechanism, words.length > 2 ? words[2] : "")) {
            login = mechanism + " " + options.user();
            say("235 welcome");
        } else {
            say("535 5.7.8 wrong user name or password");
        }
    }

    private void recipient(String line) throws IOException {
        if (to.size() == MAX_RECIPIENTS) {
            say("452 too many recipients");
            return;
        }
        to.add(address(line));
        say("250 ok");
    }

    private static String address(String line) {
        int start = line.indexOf('<');
        int end = line.indexOf('>', start);
        return start < 0 || end < 0 ? "" : line.substring(start + 1, end);
    }

    private void data(StandInServer server) throws IOException, InterruptedException {
        if (to.isEmpty()) {
            say("503 no recipients");
            return;
        }
        say("354 end with a dot");
        var message = new StringBuilder();
        for (String line = line(); !line.equals("."); line = line()) {
            if (message.length() > MAX_MESSAGE) {
                throw new IOException("a message too large");
            }
            message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        if (behaves("MESSAGE", server)) {
            taken.accept(new ReceivedMail(from, to, message.toString(), encrypted, login, hello));
            if (misbehaviour instanceof SmtpMisbehaviour.HangUpAfterAccepting) {
                throw new HungUp();
            }
            say("250 taken");
        }
    }

    private void say(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() == MAX_LINE) {
                throw new EOFException("no end of line");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
