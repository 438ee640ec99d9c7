package dev.sm.console;

/**
 * Something to tell a browser.
 *
 * @param name what kind of event it is
 * @param data the rest, for JSON
 */
record Message(String name, Object data) {

}
