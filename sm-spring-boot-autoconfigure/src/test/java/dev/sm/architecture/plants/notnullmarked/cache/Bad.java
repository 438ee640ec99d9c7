package dev.sm.architecture.plants.notnullmarked.cache;

class Bad {

}
