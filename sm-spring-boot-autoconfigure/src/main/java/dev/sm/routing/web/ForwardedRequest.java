package dev.sm.routing.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * A request as it is sent on, perhaps more than once. Its body is read when it is sent,
 * once. To be used by one thread.
 */
final class ForwardedRequest {

	private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

	private final HttpServletRequest request;

	private final String keyHeader;

	private final @Nullable String ownKey;

	private volatile @Nullable RequestBody taken;

	/**
	 * Creates it.
	 * @param request the request that has arrived
	 * @param keyHeader the header that makes repeating it harmless, or {@code ""}
	 */
	ForwardedRequest(HttpServletRequest request, String keyHeader) {
		this.request = request;
		this.keyHeader = keyHeader;
		this.ownKey = (!keyHeader.isEmpty() && request.getHeader(keyHeader) == null) ? UUID.randomUUID().toString()
				: null;
	}

	HttpRequest to(URI target, String mark, Duration timeout, Map<String, String> more) {
		HttpRequest.Builder builder = HttpRequest.newBuilder(uri(target)).timeout(timeout);
		builder.method(this.request.getMethod(), hasBody(this.request) ? body() : BodyPublishers.noBody());
		Headers.request(this.request, builder);
		more.forEach(builder::setHeader);
		builder.setHeader(Hop.HEADER, mark);
		if (this.ownKey != null) {
			builder.setHeader(this.keyHeader, this.ownKey);
		}
		if (hasBody(this.request) && this.request.getHeader("Expect") != null) {
			builder.expectContinue(true);
		}
		return builder.build();
	}

	private URI uri(URI target) {
		String base = target.toString();
		return URI
			.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + pathAndQuery(this.request));
	}

	static String pathAndQuery(HttpServletRequest request) {
		String query = request.getQueryString();
		return request.getRequestURI() + ((query != null) ? "?" + query : "");
	}

	static boolean hasBody(HttpServletRequest request) {
		return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
	}

	private BodyPublisher body() {
		BodyPublisher stream = BodyPublishers.ofInputStream(this::open);
		long length = this.request.getContentLengthLong();
		return (length > 0) ? BodyPublishers.fromPublisher(stream, length) : stream;
	}

	private InputStream open() {
		try {
			RequestBody body = new RequestBody(this.request.getInputStream());
			this.taken = body;
			return body;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String method() {
		return this.request.getMethod();
	}

	boolean isHead() {
		return this.request.getMethod().equals("HEAD");
	}

	/**
	 * Sees to it that nothing of it is read after this. A client that is slow with its
	 * body has its answer before.
	 */
	void end(HttpServletResponse response) throws IOException {
		RequestBody body = this.taken;
		if (body != null && !body.tryEnd()) {
			try {
				response.flushBuffer();
			}
			finally {
				body.end();
			}
		}
	}

	/** Whether its client did not send its body as it should. */
	boolean isBroken() {
		RequestBody body = this.taken;
		return body != null && body.broken();
	}

	/**
	 * Whether it may be sent once more after its answer was lost.
	 */
	boolean isRepeatable() {
		return this.taken == null && (IDEMPOTENT.contains(this.request.getMethod()) || !this.keyHeader.isEmpty());
	}

}
