package dev.rostrum.architecture.planted.announce;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import com.nimbusds.jose.JWSAlgorithm;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

class Tokens {
    Function<String, IClientCredential> msal() {
        return ClientCredentialFactory::createFromSecret;
    }

    Function<String, ASN1ObjectIdentifier> bouncyCastle() {
        return ASN1ObjectIdentifier::new;
    }

    Function<String, JWSAlgorithm> nimbus() {
        return JWSAlgorithm::parse;
    }
}
