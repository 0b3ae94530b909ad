package dev.downshift.core.models;

import org.jspecify.annotations.Nullable;

/**
 * A small model as its makers publish it, before any training.
 *
 * @param id how runs and candidates refer to it
 * @param licence its SPDX identifier, or the licence's own name
 * @param contextTokens how long a prompt and its answer may be together
 * @param trainingGigabytes memory that training an adapter takes, an estimate
 * @param tools whether it was trained to call tools
 * @param hubId where its makers publish it
 * @param source what the trainer loads: {@code wheel:PACKAGE/FILE} or {@code hub:OWNER/REPOSITORY/FILE}; null where this version
 *     cannot train it
 * @param unavailable why it cannot be trained here, with what to do; null where it can
 */
public record BaseModel(
        String id,
        String name,
        String family,
        String maker,
        String licence,
        long parameters,
        int contextTokens,
        double trainingGigabytes,
        boolean tools,
        String hubId,
        @Nullable String source,
        @Nullable String unavailable) {

    public boolean available() {
        return unavailable == null;
    }

    BaseModel unavailableBecause(@Nullable String reason) {
        return new BaseModel(
                id, name, family, maker, licence, parameters, contextTokens, trainingGigabytes, tools, hubId, source, reason);
    }
}
