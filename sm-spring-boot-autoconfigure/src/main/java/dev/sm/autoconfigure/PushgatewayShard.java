package dev.sm.autoconfigure;

import java.time.Duration;

import dev.sm.handler.OnShardAdd;
import dev.sm.handler.OnShardDrop;
import dev.sm.handler.ShardHandler;
import dev.sm.pushgateway.PushgatewayDriver;
import dev.sm.shard.Shard;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.event.EventListener;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;

/**
 * The clean-up of gateways is owned like a shard: it runs on one instance of the layer.
 */
@ShardHandler(PushgatewayShard.SERVICE)
class PushgatewayShard implements InitializingBean {

	static final String SERVICE = "sm-pushgateway";

	private final PushgatewayDriver driver;

	private final Duration interval;

	PushgatewayShard(PushgatewayDriver driver, Duration interval) {
		this.driver = driver;
		this.interval = interval;
	}

	@Override
	public void afterPropertiesSet() {
		this.driver.start(this.interval);
	}

	@OnShardAdd
	void add(Shard shard) {
		this.driver.lead(shard);
	}

	@OnShardDrop
	void drop() {
		this.driver.lead(null);
	}

	/** Discovery has changed. */
	@EventListener
	void changed(HeartbeatEvent event) {
		this.driver.wakeUp();
	}

}
