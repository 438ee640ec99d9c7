package dev.sm.autoconfigure;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;

import org.springframework.context.ApplicationContext;

/**
 * Looks at the addresses of a store that a start could not use, since clients say what
 * their last request met and not what is wrong.
 */
final class StoreAddresses {

	private static final int TIMEOUT_MILLIS = 1000;

	private static final int MOST = 5;

	private StoreAddresses() {
	}

	/**
	 * Tries to connect to each address of the store, a second each.
	 * @param context has the addresses
	 * @return a sentence for each; empty for stores that have no address to look at
	 */
	static String look(ApplicationContext context) {
		return switch (CoordinationChoice.of(context).type()) {
			case ETCD -> look(context.getBeanProvider(EtcdConnectionDetails.class)
				.stream()
				.flatMap((details) -> details.getEndpoints().stream())
				.map((endpoint) -> endpoint.getHost() + ":" + endpoint.getPort())
				.toList());
			case RAFT -> look(context.getBean(SmProperties.class)
				.coordination()
				.raft()
				.peers()
				.stream()
				.map((peer) -> peer.substring(peer.indexOf('@') + 1).trim())
				.toList());
			case CONSUL, LOCAL -> "";
		};
	}

	static String look(List<String> addresses) {
		return addresses.stream().limit(MOST).map(StoreAddresses::look).collect(Collectors.joining(" "));
	}

	private static String look(String address) {
		int colon = address.lastIndexOf(':');
		try (Socket socket = new Socket()) {
			InetAddress host = InetAddress.getByName(address.substring(0, colon));
			socket.connect(new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1))), TIMEOUT_MILLIS);
			return address + " takes connections.";
		}
		catch (UnknownHostException ex) {
			return address + ": there is no host of this name.";
		}
		catch (ConnectException ex) {
			return address + " refuses connections: nothing listens there.";
		}
		catch (SocketTimeoutException ex) {
			return address + " does not answer a connection: the host is away, or something between drops it.";
		}
		catch (IOException | IllegalArgumentException ex) {
			return address + " cannot be connected to (" + ex.getMessage() + ").";
		}
	}

}
