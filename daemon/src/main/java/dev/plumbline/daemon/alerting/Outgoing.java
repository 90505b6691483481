package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.notifiers.Message;

/**
 * One attempt to deliver one message.
 *
 * @param queue the queue's id
 * @param attempt counts from 1 for each message, over restarts as far as they were kept
 */
public record Outgoing(String queue, Target target, Message message, int attempt) {

    /** An integration of a receiver: its kind and its place in the receiver's list, from 0. */
    public record Target(String receiver, String kind, int index) {}
}
