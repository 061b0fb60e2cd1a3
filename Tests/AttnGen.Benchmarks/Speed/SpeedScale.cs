namespace AttnGen.Benchmarks.Speed;

/// <summary>How large a case is.</summary>
internal enum SpeedScale
{
    /// <summary>As it is measured.</summary>
    Full,

    /// <summary>The same code on tiny shapes, each variant once: a test that it runs.</summary>
    Tiny,
}
