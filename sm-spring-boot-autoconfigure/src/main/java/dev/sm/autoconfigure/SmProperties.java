package dev.sm.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The configuration of sm. Immutable; checked as a whole when it is bound.
 *
 * @param enabled Whether sm is active. If not, none of its beans exist.
 * @param service Name of the service whose shards this application owns; the
 * application's name by default.
 * @param coordination Shared store that instances coordinate through.
 * @param participant This instance, as others see it.
 * @param shards Shards of the application's service and of further services.
 * @param balance How shards are spread over participants.
 * @param cache Pools of the routed cache.
 * @param routing Services that requests are routed to by key.
 * @param pushgateway Access layer in front of Prometheus Pushgateways.
 * @param console Web page for operators.
 */
@ConfigurationProperties("sm")
record SmProperties(@DefaultValue("true") boolean enabled, @Nullable String service,
		@DefaultValue @NestedConfigurationProperty CoordinationProperties coordination,
		@DefaultValue @NestedConfigurationProperty ParticipantProperties participant,
		@DefaultValue @NestedConfigurationProperty ShardsProperties shards,
		@DefaultValue @NestedConfigurationProperty BalanceProperties balance,
		@DefaultValue @NestedConfigurationProperty CacheProperties cache,
		@DefaultValue @NestedConfigurationProperty RoutingProperties routing,
		@DefaultValue @NestedConfigurationProperty PushgatewayProperties pushgateway,
		@DefaultValue @NestedConfigurationProperty ConsoleProperties console) {

	SmProperties {
		PropertyChecks.check(service, coordination, participant, shards, balance);
		PoolPropertyChecks.check(cache);
		RoutingPropertyChecks.check(routing);
	}

}
