package dev.sm.autoconfigure;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Where requests for this instance's shards go: what the configuration says, and for the
 * rest what the web server does, once its port is open.
 */
final class ParticipantAddress {

	private static final Logger logger = LoggerFactory.getLogger(ParticipantAddress.class);

	private ParticipantAddress() {
	}

	/**
	 * The address of this instance.
	 * @param configured {@code sm.participant.address}: a URI, a host, or a host with a
	 * port
	 * @param environment has the settings and the port of the web server
	 * @return the address, or {@code null} if no port is configured and there is no web
	 * server
	 */
	static @Nullable URI of(@Nullable String configured, Environment environment) {
		return of(configured, environment, environment.getProperty("local.server.port", Integer.class));
	}

	static @Nullable URI of(@Nullable String configured, Environment environment, @Nullable Integer port) {
		if (StringUtils.hasText(configured) && configured.contains("://")) {
			return URI.create(configured);
		}
		if (StringUtils.hasText(configured) && configured.matches(".*[^:]:\\d+")) {
			return URI.create(scheme(environment) + "://" + configured);
		}
		if (port == null || port <= 0) {
			if (StringUtils.hasText(configured)) {
				logger.warn(
						"'sm.participant.address' is '{}', without a port, and there is no web server that has one: "
								+ "others are told no address of this instance. Add the port, or remove it.",
						configured);
			}
			return null;
		}
		String host = StringUtils.hasText(configured) ? configured
				: serverHost(environment).orElseGet(ParticipantAddress::ownHost);
		return URI.create(scheme(environment) + "://" + host + ":" + port);
	}

	private static String scheme(Environment environment) {
		boolean ssl = environment.getProperty("server.ssl.enabled", Boolean.class, true)
				&& (environment.containsProperty("server.ssl.bundle")
						|| environment.containsProperty("server.ssl.key-store")
						|| environment.containsProperty("server.ssl.certificate"));
		return ssl ? "https" : "http";
	}

	private static Optional<String> serverHost(Environment environment) {
		return Optional.ofNullable(Binder.get(environment).bind("server.address", InetAddress.class).orElse(null))
			.filter((address) -> !address.isAnyLocalAddress())
			.map(ParticipantAddress::text);
	}

	/** The first address by which others may reach this host. */
	private static String ownHost() {
		try {
			List<NetworkInterface> interfaces = Collections.list(NetworkInterface.getNetworkInterfaces());
			interfaces.sort(Comparator.comparingInt(NetworkInterface::getIndex));
			for (NetworkInterface networkInterface : interfaces) {
				InetAddress address = isUp(networkInterface) ? reachable(networkInterface) : null;
				if (address != null) {
					return address.getHostAddress();
				}
			}
			// last, since it asks a name server
			return InetAddress.getLocalHost().getHostAddress();
		}
		catch (IOException ex) {
			logger.warn("This host has no address that others could reach ({}); set 'sm.participant.address'",
					ex.getMessage());
			return InetAddress.getLoopbackAddress().getHostAddress();
		}
	}

	private static boolean isUp(NetworkInterface networkInterface) {
		try {
			return networkInterface.isUp() && !networkInterface.isLoopback();
		}
		catch (SocketException ex) {
			logger.debug("Network interface {} cannot be looked at", networkInterface.getName(), ex);
			return false;
		}
	}

	private static @Nullable InetAddress reachable(NetworkInterface networkInterface) {
		for (InetAddress address : Collections.list(networkInterface.getInetAddresses())) {
			if (address instanceof Inet4Address && !address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
				return address;
			}
		}
		return null;
	}

	private static String text(InetAddress address) {
		String text = address.getHostAddress();
		return text.contains(":") ? "[" + text.replaceAll("%.*", "") + "]" : text;
	}

}
