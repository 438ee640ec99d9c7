package dev.sm.routing.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * Recognises what Tomcat answers in plain text to a request in plain text where it
 * expects TLS. No controller has seen that request.
 */
final class PlainAnswer {

	private static final String EXPECTS_TLS = "This combination of host and port requires TLS";

	private static final int MAX = 200;

	private PlainAnswer() {
	}

	/**
	 * Whether an answer says so. Of an answer that could, and does not, nothing is left.
	 */
	static boolean expectsTls(HttpResponse<InputStream> answer, URI target) throws IOException {
		boolean could = answer.statusCode() == 400 && "http".equals(target.getScheme())
				&& answer.headers().firstValue("Content-Length").isEmpty()
				&& answer.headers().firstValue("Transfer-Encoding").isEmpty()
				&& answer.headers().firstValue("Date").isEmpty();
		return could && new String(answer.body().readNBytes(MAX), StandardCharsets.ISO_8859_1).contains(EXPECTS_TLS);
	}

}
