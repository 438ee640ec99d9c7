package dev.sm.coordination.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Who may see and change keys, leases and members: whoever shows the token. Without a
 * token only this host is let in, and only as itself: not through a proxy, and not from a
 * page in a browser. Thread-safe.
 */
public final class RequestAccess {

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
	public RequestAccess(@Nullable String token, boolean trustsLoopback) {
		this.token = (token != null) ? token.getBytes(StandardCharsets.UTF_8) : null;
		this.trustsLoopback = trustsLoopback;
	}

	/**
	 * Refuses whoever may not.
	 * @param request what is asked
	 * @throws HttpFailure with the status to answer
	 */
	void check(HttpServletRequest request) {
		if (this.token != null) {
			if (!carriesToken(request, this.token)) {
				throw new HttpFailure(HttpStatus.UNAUTHORIZED,
						"the request must carry 'Authorization: Bearer' and the token");
			}
		}
		else if (!this.trustsLoopback || !isThisHost(request)) {
			throw new HttpFailure(HttpStatus.FORBIDDEN,
					"without a token, which 'sm.coordination.raft.http.token' sets, only requests from this host pass");
		}
	}

	private static boolean carriesToken(HttpServletRequest request, byte[] token) {
		String header = request.getHeader(HttpHeaders.AUTHORIZATION);
		return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) && MessageDigest
			.isEqual(header.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8), token);
	}

	private static boolean isThisHost(HttpServletRequest request) {
		String host = request.getServerName().toLowerCase(Locale.ROOT);
		boolean named = host.equals("localhost") || host.equals("[::1]") || host.equals("::1")
				|| host.matches("127(\\.\\d{1,3}){3}");
		return named && isLoopback(request.getRemoteAddr()) && !request.getProtocol().equals("HTTP/1.0")
				&& OTHERS.stream().allMatch((header) -> request.getHeader(header) == null);
	}

	private static boolean isLoopback(String address) {
		try {
			// an address, which is not looked up
			return InetAddress.getByName(address).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
