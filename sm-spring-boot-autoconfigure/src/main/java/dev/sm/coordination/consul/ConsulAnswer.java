package dev.sm.coordination.consul;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/**
 * What an agent has answered.
 *
 * @param status the status
 * @param index the index that goes with it; 0 if there is none
 * @param body the body
 */
record ConsulAnswer(int status, long index, byte[] body) {

	private static final int MAX_TEXT = 300;

	static ConsulAnswer of(ResponseEntity<byte[]> response) {
		byte[] body = response.getBody();
		return new ConsulAnswer(response.getStatusCode().value(),
				index(response.getHeaders().getFirst("X-Consul-Index")), (body != null) ? body : new byte[0]);
	}

	private static long index(@Nullable String header) {
		try {
			return (header != null) ? Math.max(0, Long.parseLong(header)) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	boolean isOk() {
		return this.status == 200;
	}

	boolean isAbsent() {
		return this.status == 404;
	}

	boolean isConflict() {
		return this.status == 409;
	}

	/** Whether asking again may help: no leader, overload, or a proxy without agent. */
	boolean isPassing() {
		return (this.status >= 500 || this.status == 429) && !isUnknown() && !isDenied();
	}

	/**
	 * Whether there is no such session or check; some versions say so with status 500.
	 */
	boolean isUnknown() {
		return isAbsent() || (this.status >= 500
				&& (says("Unknown session") || says("Unknown check") || says("does not have associated TTL")));
	}

	boolean isDenied() {
		return this.status == 403 || (this.status >= 500 && says("Permission denied"));
	}

	boolean says(String part) {
		return text().toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
	}

	/** The body in one line for people. */
	String text() {
		String text = new String(this.body, 0, Math.min(this.body.length, MAX_TEXT), StandardCharsets.UTF_8);
		return text.strip().replaceAll("\\p{Cntrl}+", " ");
	}

}
