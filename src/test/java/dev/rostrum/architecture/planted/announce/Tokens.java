package dev.rostrum.architecture.planted.announce;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import com.nimbusds.jose.JWSAlgorithm;
import java.util.function.Function;

class Tokens {
    Function<String, IClientCredential> msal() {
        return ClientCredentialFactory::createFromSecret;
    }

    Function<String, JWSAlgorithm> nimbus() {
        return JWSAlgorithm::parse;
    }
}
