package dev.sm.routing.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers that a request was not served, with the reason as {@code {"error": ...}}.
 */
final class Refusal {

	static final int MISDIRECTED = 421;

	private Refusal() {
	}

	static void send(HttpServletResponse response, int status, String reason) throws IOException {
		if (response.isCommitted()) {
			// by the container, which refuses bodies that are malformed or do not come
			return;
		}
		response.resetBuffer();
		response.setStatus(status);
		if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
			response.setHeader("Retry-After", "1");
		}
		response.setContentType("application/json");
		response.getOutputStream().write(("{\"error\":\"" + escaped(reason) + "\"}").getBytes(StandardCharsets.UTF_8));
	}

	private static String escaped(String text) {
		StringBuilder escaped = new StringBuilder(text.length());
		for (char ch : text.toCharArray()) {
			if (ch == '"' || ch == '\\') {
				escaped.append('\\').append(ch);
			}
			else if (ch < 0x20) {
				escaped.append(String.format("\\u%04x", (int) ch));
			}
			else {
				escaped.append(ch);
			}
		}
		return escaped.toString();
	}

}
