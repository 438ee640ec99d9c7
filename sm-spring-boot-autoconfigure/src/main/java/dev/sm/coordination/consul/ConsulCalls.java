package dev.sm.coordination.consul;

import java.util.function.Function;

import org.springframework.http.ResponseEntity;

/**
 * Asks the agent within one time limit.
 */
interface ConsulCalls {

	/**
	 * Asks, and asks again while there is time if nothing can have been done: there was
	 * no connection, or the request may be repeated and was not really answered.
	 * @param name what it is, for people
	 * @param repeatable whether it may be sent again when its outcome is unknown
	 * @param request sends it
	 * @return the answer
	 * @throws dev.sm.coordination.CoordinationException if there is none in time
	 */
	ConsulAnswer ask(String name, boolean repeatable, Function<ConsulApi, ResponseEntity<byte[]>> request);

	/**
	 * Waits a little before something is tried again.
	 * @return whether there is time for it
	 */
	boolean pause();

	/**
	 * An answer that is no result.
	 * @param name what was asked
	 * @param answer the answer
	 * @return what to throw
	 */
	RuntimeException refused(String name, ConsulAnswer answer);

}
