package dev.sm.coordination.http;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets requests to keys, leases and members pass that carry the token, under whatever
 * path the application has put them. Without a token only this host is let in, and only
 * as itself: not through a proxy, and not from a page in a browser. Thread-safe.
 */
public final class AccessInterceptor implements HandlerInterceptor {

	private static final String SCHEME = "Bearer ";

	/** What pages and proxies say; some say nothing, but speak HTTP/1.0. */
	private static final List<String> OTHERS = List.of(HttpHeaders.ORIGIN, "Forwarded", "X-Forwarded-For",
			"X-Forwarded-Host", "X-Real-IP", HttpHeaders.VIA);

	private final byte @Nullable [] token;

	private final boolean trustsLoopback;

	/**
	 * Creates it.
	 * @param token what requests must carry as {@code Authorization: Bearer}, or
	 * {@code null}
	 * @param trustsLoopback whether the address of who asks is the one of its connection,
	 * so that loopback means this host
	 */
	public AccessInterceptor(@Nullable String token, boolean trustsLoopback) {
		this.token = (token != null) ? token.getBytes(StandardCharsets.UTF_8) : null;
		this.trustsLoopback = trustsLoopback;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws IOException {
		if (!(handler instanceof HandlerMethod method) || !ErrorAnswers.class.isAssignableFrom(method.getBeanType())) {
			return true;
		}
		if (this.token != null) {
			if (carriesToken(request, this.token)) {
				return true;
			}
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
			return refuse(response, HttpStatus.UNAUTHORIZED,
					"the request must carry 'Authorization: Bearer' and the token");
		}
		return (this.trustsLoopback && isThisHost(request)) || refuse(response, HttpStatus.FORBIDDEN,
				"without a token, which 'sm.coordination.raft.http.token' sets, only requests from this host pass");
	}

	private static boolean carriesToken(HttpServletRequest request, byte[] token) {
		String header = request.getHeader(HttpHeaders.AUTHORIZATION);
		return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) && MessageDigest
			.isEqual(header.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8), token);
	}

	private static boolean isThisHost(HttpServletRequest request) throws IOException {
		String host = request.getServerName().toLowerCase(Locale.ROOT);
		boolean named = host.equals("localhost") || host.equals("[::1]") || host.equals("::1")
				|| host.matches("127(\\.\\d{1,3}){3}");
		// an address, which is not looked up
		return named && InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()
				&& !request.getProtocol().equals("HTTP/1.0")
				&& OTHERS.stream().allMatch((header) -> request.getHeader(header) == null);
	}

	private static boolean refuse(HttpServletResponse response, HttpStatus status, String reason) throws IOException {
		response.setStatus(status.value());
		response.setContentType("application/json");
		response.getWriter().write("{\"error\":\"" + reason + "\"}");
		return false;
	}

}
