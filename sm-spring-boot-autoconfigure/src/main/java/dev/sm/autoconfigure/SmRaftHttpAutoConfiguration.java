package dev.sm.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.sm.coordination.Session;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.http.RequestAccess;
import dev.sm.coordination.http.GroupAccess;
import dev.sm.coordination.http.GroupController;
import dev.sm.coordination.http.KeyValueController;
import dev.sm.coordination.http.LeaseController;
import dev.sm.coordination.raft.RaftCoordinationStore;
import dev.sm.event.OperatorLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration of keys, values and leases of an embedded Raft group over HTTP.
 */
@AutoConfiguration(after = SmAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnBean(type = "dev.sm.coordination.raft.RaftCoordinationStore")
@ConditionalOnProperty("sm.coordination.raft.http.enabled")
@Import(BodyLimitConfiguration.class)
public final class SmRaftHttpAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(SmRaftHttpAutoConfiguration.class);

	@Bean
	GroupAccess raftGroupAccess(RaftCoordinationStore store) {
		return new Member(store);
	}

	@Bean
	KeyValueController raftKeyValueController(RaftCoordinationStore store, GroupAccess group, RequestAccess access) {
		return new KeyValueController(store, group, access);
	}

	@Bean
	LeaseController raftLeaseController(RaftCoordinationStore store, GroupAccess group, RequestAccess access) {
		return new LeaseController(store, group, access);
	}

	@Bean
	GroupController raftGroupController(GroupAccess group, ObjectProvider<OperatorLog> log, RequestAccess access) {
		return new GroupController(group, log.getIfAvailable(() -> OperatorLog.NONE), access);
	}

	@Bean
	RequestAccess raftAccess(SmProperties properties, Environment environment) {
		String token = properties.coordination().raft().http().token();
		boolean loopback = isDirect(environment);
		if (!StringUtils.hasText(token)) {
			logger.warn("The Raft group is open by HTTP to {}; 'sm.coordination.raft.http.token' is not set",
					loopback ? "programs on this host only" : "nobody, because requests may come through a proxy");
		}
		return new RequestAccess(StringUtils.hasText(token) ? token : null, loopback);
	}

	/** Behind a proxy, the address of who asks is what a header says. */
	private static boolean isDirect(Environment environment) {
		String strategy = environment.getProperty("server.forward-headers-strategy");
		CloudPlatform platform = CloudPlatform.getActive(environment);
		return (strategy != null) ? strategy.equalsIgnoreCase("none")
				: platform == null || platform == CloudPlatform.NONE;
	}

	/**
	 * The group as HTTP sees it.
	 *
	 * @param store this member
	 */
	private record Member(RaftCoordinationStore store) implements GroupAccess {

		@Override
		public Snapshot listStale(String prefix) {
			return this.store.listStale(prefix);
		}

		@Override
		public Session session(String id, Duration ttl) {
			return this.store.session(id, ttl);
		}

		@Override
		public CompletionStage<@Nullable Duration> timeToLive(String id) {
			return this.store.timeToLive(id);
		}

		@Override
		public CompletionStage<Void> add(String member) {
			return this.store.add(member);
		}

		@Override
		public CompletionStage<Void> remove(String id) {
			return this.store.remove(id);
		}

		@Override
		public String memberId() {
			return this.store.memberId();
		}

		@Override
		public @Nullable String leader() {
			return this.store.leader();
		}

		@Override
		public List<String> members() {
			return this.store.members();
		}

	}

}
