package dev.sm.coordination.http;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets requests pass that carry the token. Without a token only this host is let in, and
 * only as itself: not through a proxy, and not from a page in a browser.
 */
public final class AccessFilter extends OncePerRequestFilter {

	private static final String SCHEME = "Bearer ";

	private final byte @Nullable [] token;

	private final boolean trustsLoopback;

	/**
	 * Creates the filter.
	 * @param token what requests must carry as {@code Authorization: Bearer}, or
	 * {@code null}
	 * @param trustsLoopback whether the address of who asks is the one of its connection,
	 * so that loopback means this host
	 */
	public AccessFilter(@Nullable String token, boolean trustsLoopback) {
		this.token = (token != null) ? token.getBytes(StandardCharsets.UTF_8) : null;
		this.trustsLoopback = trustsLoopback;
	}

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return true;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (this.token != null) {
			if (carriesToken(request, this.token)) {
				chain.doFilter(request, response);
				return;
			}
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
			refuse(response, HttpStatus.UNAUTHORIZED, "the request must carry 'Authorization: Bearer' and the token");
		}
		else if (this.trustsLoopback && isThisHost(request)) {
			chain.doFilter(request, response);
		}
		else {
			refuse(response, HttpStatus.FORBIDDEN,
					"without a token, which 'sm.coordination.raft.http.token' sets, only requests from this host pass");
		}
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
				&& request.getHeader(HttpHeaders.ORIGIN) == null && request.getHeader("Forwarded") == null
				&& request.getHeader("X-Forwarded-For") == null;
	}

	private static void refuse(HttpServletResponse response, HttpStatus status, String reason) throws IOException {
		response.setStatus(status.value());
		response.setContentType("application/json");
		response.getWriter().write("{\"error\":\"" + reason + "\"}");
	}

}
