package dev.sm.autoconfigure;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.manager.OwnershipSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.consul.serviceregistry.ConsulRegistration;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Adds to a registration in Consul what sm knows of this instance, once the port of the
 * web server is known. What the configuration gives as metadata goes first.
 */
final class ConsulMetadata implements ApplicationListener<InstancePreRegisteredEvent> {

	/** A weight of 1 is one of 100 on a continuum over instances. */
	private static final int PARTS = 100;

	private final OwnershipSettings settings;

	private final @Nullable String address;

	private final Environment environment;

	ConsulMetadata(OwnershipSettings settings, @Nullable String address, Environment environment) {
		this.settings = settings;
		this.address = address;
		this.environment = environment;
	}

	@Override
	public void onApplicationEvent(InstancePreRegisteredEvent event) {
		if (event.getRegistration() instanceof ConsulRegistration registration) {
			Map<String, String> metadata = new TreeMap<>();
			metadata.put("participant", this.settings.participantId());
			metadata.put("zone", this.settings.zone());
			metadata.put("weight", String.valueOf(Math.round(this.settings.weight() * PARTS)));
			URI uri = ParticipantAddress.of(this.address, this.environment, registration.getService().getPort());
			metadata.put("address", (uri != null) ? uri.toString() : "");
			metadata.values().removeIf(String::isEmpty);
			Map<String, String> configured = registration.getService().getMeta();
			if (configured != null) {
				metadata.putAll(configured);
			}
			registration.getService().setMeta(metadata);
		}
	}

}
