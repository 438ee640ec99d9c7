package dev.sm.architecture.plants.deserialisesbyspring.storage;

import org.springframework.core.serializer.DefaultDeserializer;

class Bad {

	Object reader() {
		return new DefaultDeserializer();
	}

}
