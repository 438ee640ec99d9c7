package dev.sm.coordination.raft;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.ratis.protocol.RaftPeer;

/**
 * A member of the group, written as {@code host:port}, or as {@code id@host:port} if its
 * id is another one.
 *
 * @param id identifies it in the group
 * @param host its host, an IPv6 address in brackets
 * @param port its port
 */
record MemberAddress(String id, String host, int port) {

	private static final Pattern FORM = Pattern
		.compile("(?:([\\p{Alnum}._\\-]{1,100})@)?([\\p{Alnum}.\\-_]{1,253}|\\[[\\p{XDigit}:.%]+]):(\\d{1,5})");

	/**
	 * Reads an address.
	 * @param name what the setting is called, for people
	 * @param text the address
	 * @return the address
	 * @throws IllegalArgumentException if it has another form
	 */
	static MemberAddress of(String name, String text) {
		Matcher matcher = FORM.matcher(text.trim());
		int port = matcher.matches() ? Integer.parseInt(matcher.group(3)) : 0;
		if (port < 1 || port > 65535) {
			throw new IllegalArgumentException(
					"'" + name + "' of raft must be 'host:port' or 'id@host:port' (was '" + text + "')");
		}
		String host = matcher.group(2);
		String id = (matcher.group(1) != null) ? matcher.group(1) : defaultId(host, port);
		return new MemberAddress(id, host, port);
	}

	/**
	 * Reads several addresses.
	 * @param name what the setting is called, for people
	 * @param texts the addresses
	 * @return the addresses, each with an id of its own
	 * @throws IllegalArgumentException if one has another form, or two have one id
	 */
	static List<MemberAddress> all(String name, List<String> texts) {
		List<MemberAddress> all = texts.stream().map((text) -> of(name, text)).toList();
		Set<String> ids = new HashSet<>();
		for (MemberAddress member : all) {
			if (!ids.add(member.id())) {
				throw new IllegalArgumentException(
						"'" + name + "' of raft must name each member once (named '" + member.id() + "' twice)");
			}
		}
		return all;
	}

	static MemberAddress of(RaftPeer peer) {
		MemberAddress plain = of("member", peer.getAddress());
		return new MemberAddress(peer.getId().toString(), plain.host(), plain.port());
	}

	private static String defaultId(String host, int port) {
		// it becomes part of names that take no colon
		return (host + "_" + port).replaceAll("[^\\p{Alnum}._-]", "_");
	}

	String address() {
		return this.host + ":" + this.port;
	}

	RaftPeer peer() {
		return RaftPeer.newBuilder().setId(this.id).setAddress(address()).build();
	}

	/**
	 * Whether only this host can reach the address. A host that is not known is taken for
	 * another one.
	 */
	boolean isLoopback() {
		try {
			return InetAddress.getByName(this.host).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	static UUID uuid(String text) {
		try {
			return UUID.fromString(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'" + text + "' must be a UUID", ex);
		}
	}

	@Override
	public String toString() {
		return this.id.equals(defaultId(this.host, this.port)) ? address() : this.id + "@" + address();
	}

}
