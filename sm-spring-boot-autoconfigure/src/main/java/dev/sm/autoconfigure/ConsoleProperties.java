package dev.sm.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The web page for operators.
 *
 * @param enabled Whether the page is served.
 * @param path Path at which the page is served.
 */
record ConsoleProperties(@DefaultValue("false") boolean enabled, @DefaultValue("/sm/console") String path) {

}
