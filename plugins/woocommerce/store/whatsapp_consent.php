<?php
/**
 * The WhatsApp opt-in box of the checkout, classic and block alike. Paste it with a snippets plugin, or into the
 * functions.php of a child theme, and change the text and its version together: the version is kept with the order and
 * is the proof of what the buyer agreed to. The box is never ticked beforehand.
 */

defined( 'ABSPATH' ) || exit;

const STAFFETTA_CONSENT_VERSION = 'en-2026-11';
const STAFFETTA_CONSENT_TEXT    = 'I would like offers on WhatsApp. I can reply STOP at any time.';
const STAFFETTA_CONSENT_META    = '_staffetta_whatsapp_consent';

// The block checkout (WooCommerce 8.9 and later).
add_action( 'woocommerce_init', function () {
	if ( ! function_exists( 'woocommerce_register_additional_checkout_field' ) ) {
		return;
	}
	woocommerce_register_additional_checkout_field( array(
		'id'       => 'staffetta/whatsapp-consent',
		'label'    => STAFFETTA_CONSENT_TEXT,
		'location' => 'order',
		'type'     => 'checkbox',
	) );
} );

add_action( 'woocommerce_set_additional_field_value', function ( $key, $value, $group, $wc_object ) {
	if ( 'staffetta/whatsapp-consent' !== $key || ! $wc_object instanceof WC_Order ) {
		return;
	}
	if ( $value ) {
		$wc_object->update_meta_data( STAFFETTA_CONSENT_META, STAFFETTA_CONSENT_VERSION );
	} else {
		$wc_object->delete_meta_data( STAFFETTA_CONSENT_META );
	}
}, 10, 4 );

// The classic checkout.
add_action( 'woocommerce_review_order_before_submit', function () {
	woocommerce_form_field( 'staffetta_whatsapp_consent', array(
		'type'  => 'checkbox',
		'label' => esc_html( STAFFETTA_CONSENT_TEXT ),
	), '' );
} );

// phpcs:disable WordPress.Security.NonceVerification.Missing -- WooCommerce checks its own nonce before this.
add_action( 'woocommerce_checkout_create_order', function ( $order ) {
	if ( ! empty( $_POST['staffetta_whatsapp_consent'] ) ) {
		$order->update_meta_data( STAFFETTA_CONSENT_META, STAFFETTA_CONSENT_VERSION );
	}
} );
