using System;

namespace AttnGen.Generators.Model;

internal sealed record LowRankMethodModel(LowRankKind Kind, int Rank, double Alpha, double Dropout) : MethodModel
{
    public override string Describe() => FormattableString.Invariant($"{Kind.Title()} of rank {Rank}, alpha {Alpha}, dropout {Dropout}");
}
