;; Population a b: 3 × decay
(module
  (import "env" "memory" (memory 1 65536))
  (func $a_b.step.0 (export "a b.step") (param $t.0 f64) (param $out.1 i32) (result i32)
    (local $offset.2 i32)
    (local $time.3 v128)
    (local $began.4 i32)
    (local $constant5 v128)
    (local $constant6 v128)
    (local $constant7 v128)
    (local $local8 v128)
    (local $local9 v128)
    (local $local10 v128)
    (local $local11 v128)
    (local $constant12 i32)
    (local $local13 v128)
    (local $local14 v128)
    (local $local15 v128)
    (local $local16 v128)
    (local $bits.17 i32)
    (local $id.18 i32)
    f64.const 0.990049833749168
    f64x2.splat
    local.set $constant5
    f64.const 1
    f64x2.splat
    local.set $constant6
    f64.const 2
    f64x2.splat
    local.set $constant7
    i32.const 32
    local.set $constant12
    local.get $t.0
    f64x2.splat
    local.set $time.3
    local.get $out.1
    local.set $began.4
    block
      local.get $offset.2
      local.get $constant12
      i32.ge_u
      br_if 0
      loop
        block
          local.get $offset.2
          v128.load offset=64 ;; v of a b
          local.set $local13
          local.get $constant5
          local.get $local13
          f64x2.mul
          local.set $local13
          local.get $local13
          local.get $constant6
          f64x2.lt
          local.set $local14
          local.get $constant7
          local.get $local13
          local.get $local14
          v128.bitselect
          local.set $local13
          local.get $local13
          local.set $local8
          local.get $local14
          local.set $local9
          local.get $offset.2
          local.get $local8
          v128.store offset=64 ;; v of a b
          local.get $offset.2
          v128.load offset=80 ;; v of a b
          local.set $local15
          local.get $constant5
          local.get $local15
          f64x2.mul
          local.set $local15
          local.get $local15
          local.get $constant6
          f64x2.lt
          local.set $local16
          local.get $constant7
          local.get $local15
          local.get $local16
          v128.bitselect
          local.set $local15
          local.get $local15
          local.set $local10
          local.get $local16
          local.set $local11
          local.get $offset.2
          local.get $local10
          v128.store offset=80 ;; v of a b
          local.get $local9
          local.get $local11
          v128.or
          i64x2.bitmask
          if
            local.get $local9
            i64x2.bitmask
            local.set $bits.17
            local.get $local11
            i64x2.bitmask
            i32.const 2
            i32.shl
            local.get $bits.17
            i32.or
            local.set $bits.17
            loop
              local.get $offset.2
              i32.const 3
              i32.shr_u
              local.get $bits.17
              i32.ctz
              i32.add
              local.tee $id.18
              i32.const 3
              i32.lt_u
              if
                local.get $out.1
                local.get $id.18
                i32.store
                local.get $out.1
                i32.const 4
                i32.add
                local.set $out.1
              end
              local.get $bits.17
              local.get $bits.17
              i32.const 1
              i32.sub
              i32.and
              local.tee $bits.17
              br_if 0
            end
          end
        end
        local.get $offset.2
        i32.const 32
        i32.add
        local.tee $offset.2
        local.get $constant12
        i32.lt_u
        br_if 0
      end
    end
    local.get $out.1
    local.get $began.4
    i32.sub
    i32.const 2
    i32.shr_u
  )
)
