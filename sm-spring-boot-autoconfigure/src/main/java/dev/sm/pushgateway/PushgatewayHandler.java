package dev.sm.pushgateway;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Passes a push on to the gateway of its group, with path, query and body as they came,
 * or tells the client to go there. Thread-safe.
 */
public final class PushgatewayHandler implements HandlerFunction<ServerResponse> {

	private static final Logger logger = LoggerFactory.getLogger(PushgatewayHandler.class);

	/** Of this connection only (RFC 9110, 7.6.1), or set anew for the next. */
	private static final Set<String> NOT_PASSED_ON = Set.of("connection", "keep-alive", "proxy-authenticate",
			"proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade", "host", "content-length", "expect");

	private final PushgatewayRouter router;

	private final ProxyExchange exchange;

	private final boolean redirects;

	private final boolean triesNext;

	/**
	 * Creates a handler.
	 * @param router knows the gateways
	 * @param exchange sends requests on; has time limits
	 * @param redirects whether clients are sent to the gateway with status 307 instead
	 * @param triesNext whether the next gateway for the group is asked when one cannot be
	 * reached
	 */
	public PushgatewayHandler(PushgatewayRouter router, ProxyExchange exchange, boolean redirects, boolean triesNext) {
		this.router = router;
		this.exchange = exchange;
		this.redirects = redirects;
		this.triesNext = triesNext;
	}

	@Override
	public ServerResponse handle(ServerRequest request) {
		HttpServletRequest raw = request.servletRequest();
		String path = raw.getRequestURI().substring(raw.getContextPath().length());
		// a gateway takes a slash at the end behind the job only
		String target = (path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
				+ ((raw.getQueryString() != null) ? "?" + raw.getQueryString() : "");
		GroupKey key;
		try {
			key = GroupKey.parse(path);
			// web servers take queries that are none for clients
			URI.create(target);
		}
		catch (IllegalArgumentException ex) {
			return text(HttpStatus.BAD_REQUEST, String.valueOf(ex.getMessage()));
		}
		List<String> nodes = this.router.nodesFor(key, this.triesNext ? 2 : 1);
		if (nodes.isEmpty()) {
			return unavailable("no Pushgateway is known to be healthy");
		}
		if (this.redirects) {
			return ServerResponse.status(HttpStatus.TEMPORARY_REDIRECT)
				.header(HttpHeaders.LOCATION, "http://" + nodes.get(0) + target)
				.build();
		}
		return send(request, nodes, target);
	}

	private ServerResponse send(ServerRequest request, List<String> nodes, String target) {
		ServerResponse answer = null;
		for (String node : nodes) {
			try {
				return this.exchange.exchange(this.exchange.request(request)
					.uri(URI.create("http://" + node + target))
					.headers(passedOn(request))
					.responseConsumer((response, built) -> built.headers().putAll(passedOn(response.getHeaders())))
					.build());
			}
			catch (ResourceAccessException ex) {
				answer = failed(node, ex);
				if (!(ex.getCause() instanceof ConnectException)) {
					// what was sent of the body is gone
					return answer;
				}
			}
		}
		return (answer != null) ? answer : unavailable("no Pushgateway is known to be healthy");
	}

	private static ServerResponse failed(String node, ResourceAccessException failure) {
		Throwable cause = failure.getCause();
		logger.debug("Pushgateway {} failed", node, failure);
		if (cause instanceof ConnectException) {
			return unavailable("Pushgateway " + node + " cannot be reached");
		}
		return (cause instanceof HttpTimeoutException)
				? text(HttpStatus.GATEWAY_TIMEOUT, "Pushgateway " + node + " did not answer in time")
				: text(HttpStatus.BAD_GATEWAY, "Pushgateway " + node + " failed");
	}

	private static ServerResponse unavailable(String reason) {
		return ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
			.header(HttpHeaders.RETRY_AFTER, "1")
			.contentType(MediaType.TEXT_PLAIN)
			.body(reason + "\n");
	}

	private static ServerResponse text(HttpStatus status, String reason) {
		return ServerResponse.status(status).contentType(MediaType.TEXT_PLAIN).body(reason + "\n");
	}

	private static HttpHeaders passedOn(ServerRequest request) {
		HttpHeaders passed = passedOn(request.headers().asHttpHeaders());
		String contentType = RawBodyFilter.contentType(request);
		if (contentType != null) {
			passed.set(HttpHeaders.CONTENT_TYPE, contentType);
		}
		long length = request.servletRequest().getContentLengthLong();
		if (length > 0) {
			// else the body goes in chunks
			passed.setContentLength(length);
		}
		return passed;
	}

	private static HttpHeaders passedOn(HttpHeaders headers) {
		HttpHeaders passed = new HttpHeaders();
		headers.forEach((name, values) -> {
			if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
				passed.addAll(name, values);
			}
		});
		return passed;
	}

}
