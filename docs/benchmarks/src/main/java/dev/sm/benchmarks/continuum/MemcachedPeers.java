package dev.sm.benchmarks.continuum;

import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import net.rubyeye.xmemcached.impl.KetamaMemcachedSessionLocator;
import net.rubyeye.xmemcached.networking.MemcachedSession;
import net.rubyeye.xmemcached.utils.InetSocketAddressWrapper;
import net.spy.memcached.DefaultHashAlgorithm;
import net.spy.memcached.KetamaNodeLocator;
import net.spy.memcached.MemcachedNode;

/**
 * The rings of memcached clients, without connections.
 */
final class MemcachedPeers {

	private MemcachedPeers() {
	}

	static Placement spymemcached(List<InetSocketAddress> addresses) {
		List<MemcachedNode> nodes = new ArrayList<>();
		for (InetSocketAddress address : addresses) {
			nodes.add(stub(MemcachedNode.class, "getSocketAddress", address));
		}
		return new KetamaNodeLocator(nodes, DefaultHashAlgorithm.KETAMA_HASH)::getPrimary;
	}

	static Placement xmemcached(List<InetSocketAddress> addresses) {
		List<com.google.code.yanf4j.core.Session> sessions = new ArrayList<>();
		for (InetSocketAddress address : addresses) {
			sessions.add(session(new InetSocketAddress("127.0.0.1", address.getPort())));
		}
		KetamaMemcachedSessionLocator locator = new KetamaMemcachedSessionLocator();
		locator.updateSessions(sessions);
		return locator::getSessionByKey;
	}

	private static MemcachedSession session(InetSocketAddress address) {
		InetSocketAddressWrapper wrapper = new InetSocketAddressWrapper(address, 0, 1, null);
		return (MemcachedSession) Proxy.newProxyInstance(MemcachedSession.class.getClassLoader(),
				new Class<?>[] { MemcachedSession.class }, (self, method, arguments) -> switch (method.getName()) {
					case "getInetSocketAddressWrapper" -> wrapper;
					case "getRemoteSocketAddress" -> address;
					case "isClosed" -> false;
					case "getWeight" -> 1;
					case "hashCode" -> System.identityHashCode(self);
					case "equals" -> self == arguments[0];
					default -> null;
				});
	}

	private static <T> T stub(Class<T> type, String getter, Object value) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(self, method, arguments) -> switch (method.getName()) {
					case "hashCode" -> System.identityHashCode(self);
					case "equals" -> self == arguments[0];
					default -> method.getName().equals(getter) ? value : null;
				}));
	}

}
