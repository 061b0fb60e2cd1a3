namespace AttnGen.Benchmarks.Speed;

/// <summary>How two measured numbers become a ratio.</summary>
internal enum SpeedDirection
{
    /// <summary>The other one by this one: large is good.</summary>
    TimesFaster,

    /// <summary>This one by the other one: small is good.</summary>
    Share,
}
