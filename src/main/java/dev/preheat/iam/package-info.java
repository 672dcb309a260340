/**
 * The operations of Huawei Cloud IAM and Keystone: tokens and projects. Knows auth, http, operation and tenancy.
 */
@NullMarked
package dev.preheat.iam;

import org.jspecify.annotations.NullMarked;
